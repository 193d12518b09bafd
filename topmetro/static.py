"""Static files with a hash in their name, compressed; a missing reference stops `collectstatic`."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticStorage(CompressedManifestStaticFilesStorage):
    """Follows references in style sheets, not imports between scripts.

    The theme and htmx's extensions import files that their packages do not ship.
    """

    support_js_module_import_aggregation = False
