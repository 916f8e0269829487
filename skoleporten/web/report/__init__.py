"""The report of a check: findings in words, charts and tables on one page that needs nothing beside it."""
