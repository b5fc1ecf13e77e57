"""Questions of barcodes, by noun: the actor first; a stranger's record is answered like a missing one."""
