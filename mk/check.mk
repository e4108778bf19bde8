# SPDX-License-Identifier: AGPL-3.0-or-later
# Everything that is checked. tests/all runs the programs made here and counts their TAP lines.
.PHONY: check lint serve-demonstration
check:
	tests/all $(BUILD)

# ---- the demonstration area: made once, then served
DEMONSTRATION := $(BUILD)/demo/area.db
$(DEMONSTRATION): | $(BUILD)/waymark
	@mkdir -p $(@D)
	$(BUILD)/waymark demo --db $@
serve-demonstration: $(BUILD)/waymark $(DEMONSTRATION)
	@cat $(BUILD)/demo/area.db.sign-ins
	@exec $(BUILD)/waymark serve --db $(DEMONSTRATION)

# ---- the pictures in README.md and in docs/demonstration.md
.PHONY: screenshot
screenshot: $(BUILD)/waymark
	WAYMARK=$(BUILD)/waymark BUILD=$(BUILD) node tests/browser/screenshot.mjs docs/screenshot.png
	WAYMARK=$(BUILD)/waymark BUILD=$(BUILD) PICTURES=docs node tests/browser/demonstration.mjs

lint: $(BUILD)/waymark
	tests/lint/lint $(OUT)
