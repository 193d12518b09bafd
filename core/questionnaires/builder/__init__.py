"""The form builder: pages in which a part's people write a form, mounted by each part (`builder.mount`)."""
