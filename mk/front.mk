# SPDX-License-Identifier: AGPL-3.0-or-later
# From npm packages to $(GEN)/assets: govuk-frontend's style sheet without the GDS Transport typeface and the crest, which
# only gov.uk may use; its script; Atkinson Hyperlegible in two cuts and an italic, for latin and latin-ext.
GOVUK_DIST := node_modules/govuk-frontend/dist/govuk
ATKINSON   := node_modules/@fontsource/atkinson-hyperlegible-next/files/atkinson-hyperlegible-next
FONT_CUTS  := latin-400-normal latin-ext-400-normal latin-400-italic latin-ext-400-italic latin-700-normal latin-ext-700-normal
NPM_ASSETS := $(GEN)/assets/govuk.css $(GEN)/assets/govuk.js $(FONT_CUTS:%=$(GEN)/assets/atkinson-%.woff2)

node_modules/%:
	@echo "$@ is missing: run  npm ci --ignore-scripts" >&2; exit 2

$(GEN)/assets/govuk.css: $(GOVUK_DIST)/govuk-frontend.min.css mk/front.mk
	@mkdir -p $(@D)
	sed -E -e 's/@font-face\{font-family:GDS Transport[^}]*\}//g' \
	  -e 's/font-family:GDS Transport,arial,sans-serif/font-family:inherit/g' \
	  -e 's|url\([^)]*govuk-crest\.svg\)|none|g' -e 's|/\*[#] sourceMappingURL=[^*]*\*/||' $< > $@.new
	! grep -q -e 'GDS Transport' -e 'govuk-crest' -e '/assets/' $@.new
	mv $@.new $@
$(GEN)/assets/govuk.js: $(GOVUK_DIST)/govuk-frontend.min.js
	@mkdir -p $(@D)
	sed 's|//[#] sourceMappingURL=.*||' $< > $@
$(GEN)/assets/atkinson-%.woff2: $(ATKINSON)-%.woff2
	@mkdir -p $(@D)
	cp $< $@
