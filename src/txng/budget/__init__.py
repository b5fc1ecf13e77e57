"""Money of the Plan: sources, estimates, appraisal, approval, disbursement, settlement."""
