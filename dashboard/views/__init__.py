"""Views: one page each, run from top to bottom by Streamlit."""
