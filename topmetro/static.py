"""Static files with a hash in their name, compressed; a missing reference stops `collectstatic`."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticStorage(CompressedManifestStaticFilesStorage):
    """Leaves alone the source maps that the theme names and does not ship."""

    support_js_module_import_aggregation = True
