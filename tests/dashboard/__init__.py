"""Tests of the dashboard's views, without a browser."""
