"""Search over everything that packages register as documents. It knows no content itself."""
