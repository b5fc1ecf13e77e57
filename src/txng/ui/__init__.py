"""The design system: one page frame, tokens, icons, dates, language, security policy, error pages."""
