# SPDX-License-Identifier: AGPL-3.0-or-later
# What the project compiles with, for tests/must_fail/run.
.PHONY: print-cflags
print-cflags:
	@echo '$(CFLAGS)'
