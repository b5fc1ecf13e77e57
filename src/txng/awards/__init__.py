"""What the province encourages: incentives, research topics, commendation."""
