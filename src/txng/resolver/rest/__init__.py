"""The machine doors of the resolver: plain WSGI callables that never enter Django's middleware.

door          /01/..  /00/..  /eh..      redirects and link sets
description   /.well-known/..            what this resolver can do
management    /resolver/..               links, hosts and printed ranges, with a key
"""
