# SPDX-License-Identifier: AGPL-3.0-or-later
# ---- the table of commands: every file of src/cmd/, of src/demo/ and of a capability that defines rows, by the file's name
COMMANDS := $(sort $(basename $(notdir $(shell grep -l '^const command command_' $(wildcard src/cmd/*.c src/demo/*.c capabilities/*/*.c)))))
$(eval $(call named_list,commands,$(COMMANDS)))
$(GEN)/commands.c: $(GEN)/commands.list
	@{ echo '/* Made by the build from the names of the files that define commands. */'; echo '#include "cmd/cmd.h"'; \
	for n in $(COMMANDS); do echo "extern const command command_$$n[];"; done; \
	echo 'const command *const command_table[] = {'; for n in $(COMMANDS); do echo "	command_$$n,"; done; \
	echo '	NULL,'; echo '};'; } > $@
GENERATED_O += $(OUT)/gen/commands.o

# ---- pages: src/web/pages/X.html becomes $(GEN)/web/pages/X.[ch], capabilities/C/pages/X.html $(GEN)/capabilities/C/pages/X.[ch]
TOOL_BASE := $(addprefix src/base/,arena.c buf.c err.c str.c)
TOOL_FLAGS = -O1 -std=c17 -D_GNU_SOURCE $(WARN) -Isrc
$(BUILD)/tools/template: tools/template.c tools/template_head.c tools/template_body.c tools/template.h $(TOOL_BASE)
	@mkdir -p $(@D)
	gcc $(TOOL_FLAGS) $(filter %.c,$^) -o $@
WEB_PAGES        := $(wildcard src/web/pages/*.html)
CAPABILITY_PAGES := $(wildcard capabilities/*/pages/*.html)
TEST_PAGES       := $(wildcard tests/unit/web/pages/*.html)
page_name = $(patsubst src/%,%,$(basename $(1)))
define page_rule
$(GEN)/$(call page_name,$(1)).c: $(1) $(BUILD)/tools/template
	@mkdir -p $$(@D)
	$(BUILD)/tools/template $(1) $(GEN)/$(call page_name,$(1)).h $$@ $(call page_name,$(1)).h
$(GEN)/$(call page_name,$(1)).h: $(GEN)/$(call page_name,$(1)).c ;
endef
$(foreach p,$(WEB_PAGES) $(CAPABILITY_PAGES) $(TEST_PAGES),$(eval $(call page_rule,$(p))))
page_c = $(foreach p,$(1),$(GEN)/$(call page_name,$(p)).c)
page_o = $(foreach p,$(1),$(OUT)/gen/$(call page_name,$(p)).o)
PAGE_H := $(foreach p,$(WEB_PAGES) $(CAPABILITY_PAGES),$(GEN)/$(call page_name,$(p)).h)
$(OUT)/libweb.a: $(call page_o,$(WEB_PAGES)) $(OUT)/gen/assets.o
GENERATED_O += $(call page_o,$(CAPABILITY_PAGES))
# Headers first; afterwards the compiler's own lists of dependencies say which.
$(call layer_o,web) $(call page_o,$(WEB_PAGES) $(CAPABILITY_PAGES)): | $(PAGE_H)
$(patsubst %.c,$(OUT)/%.o,$(wildcard src/cmd/*.c src/demo/*.c capabilities/*/*.c)): | $(PAGE_H)
$(patsubst tests/unit/%.c,$(OUT)/unit/%,$(wildcard tests/unit/web/*.c)): | $(PAGE_H)
$(OUT)/unit/web/template $(OUT)/unit/web/dispatch: $(call page_c,$(TEST_PAGES))

# ---- assets: our own, and what npm packages ship precompiled. Typefaces before the style sheets that name them.
NPM_FONTS  := $(foreach w,400-normal 400-italic 700-normal,\
                atkinson-hyperlegible-next-latin-$(w).woff2 atkinson-hyperlegible-next-latin-ext-$(w).woff2)
NPM_ASSETS := $(NPM_FONTS) govuk-frontend.min.js govuk-frontend.min.css
node_modules/.waymark-lock: package-lock.json
	npm ci --ignore-scripts --no-audit --no-fund
	cp $< $@
$(GEN)/npm/%.woff2: node_modules/.waymark-lock
	@mkdir -p $(@D)
	cp node_modules/@fontsource/atkinson-hyperlegible-next/files/$(@F) $@
$(GEN)/npm/%.min.js: node_modules/.waymark-lock
	@mkdir -p $(@D)
	sed 's|//# sourceMappingURL=.*||' node_modules/govuk-frontend/dist/govuk/$(@F) > $@
# Only gov.uk may use the GDS Transport typeface, the crown and the crest.
$(GEN)/npm/%.min.css: node_modules/.waymark-lock mk/web.mk
	@mkdir -p $(@D)
	sed -E -e 's/@font-face\{font-family:GDS Transport[^}]*\}//g' \
	       -e 's/font-family:GDS Transport,arial,sans-serif/font-family:inherit/g' \
	       -e 's/url\([^)]*govuk-crest.svg\)/none/g' -e 's|/[*]# sourceMappingURL=[^*]*[*]/||' node_modules/govuk-frontend/dist/govuk/$(@F) > $@
	@! grep -q -e 'GDS Transport' -e 'govuk-crest' $@
# Whoever uses the program over a network may have its source from it (AGPL, section 13): the files that it was made from.
SOURCE_FILES := $(sort $(wildcard *.md LICENSE Makefile run test package*.json .gitignore .ci/run) \
                  $(shell find assets capabilities docs mk practice src tests tools -name node_modules -prune -o -type f -print))
$(GEN)/waymark-source.tgz: $(SOURCE_FILES)
	@mkdir -p $(@D)
	@tar --sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner --transform 's,^,waymark/,' -cf - $^ | gzip -9n > $@
ASSETS := $(addprefix $(GEN)/npm/,$(NPM_ASSETS)) $(GEN)/waymark-source.tgz \
          $(foreach e,woff2 png svg ico js css,$(sort $(wildcard assets/*.$(e))))
$(BUILD)/tools/assets: tools/assets.c $(TOOL_BASE)
	@mkdir -p $(@D)
	gcc $(TOOL_FLAGS) $(filter %.c,$^) -lsodium -lz -o $@
$(GEN)/assets.c: $(BUILD)/tools/assets $(ASSETS)
	$(BUILD)/tools/assets $@ $(ASSETS)
