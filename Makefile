# Aliases of dev.py, which does the work: `python3 dev.py --help`.
.PHONY: demo test check bench reset format messages
demo test check bench reset format messages:
	@python3 dev.py $@
