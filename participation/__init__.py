import warnings

# django-voting imports pkg_resources, which would warn at every start.
warnings.filterwarnings("ignore", message="pkg_resources is deprecated", category=UserWarning)
