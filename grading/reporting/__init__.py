"""From results to what reports and exports show."""
