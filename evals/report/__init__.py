"""A run as one HTML page for the person who decides: what fell, where and why; it loads nothing from anywhere."""

from evals.report.page import render_html

__all__ = ["render_html"]
