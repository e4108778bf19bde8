# SPDX-License-Identifier: AGPL-3.0-or-later
# ---- what the build makes from declarations. A list of their names stands beside: a folder added or deleted changes it.
KIND_YAML    := $(sort $(wildcard practice/kinds.yaml capabilities/*/kinds.yaml))
DECLARATIONS := $(sort $(wildcard practice/*.yaml practice/demonstration/*.yaml $(foreach n,kinds capability measures,capabilities/*/$(n).yaml)))
CAPABILITY_C := $(sort $(foreach d,$(wildcard capabilities/*/),$(wildcard $(d)$(notdir $(d:/=)).c)))
.PHONY: FORCE
define named_list
$(GEN)/$(1).list: FORCE
	@mkdir -p $$(@D)
	@printf '%s\n' $(2) > $$@.new; cmp -s $$@.new $$@ || cp $$@.new $$@; rm -f $$@.new
endef
$(eval $(call named_list,declarations,$(DECLARATIONS)))
$(eval $(call named_list,capabilities,$(CAPABILITY_C)))

# ---- the tools: programs of this machine, whatever the profile
GEN_BASE := $(addprefix src/base/,arena.c buf.c err.c str.c)
GEN_KIND := $(wildcard src/base/*.c) src/wire/json.c src/wire/media.c src/wire/yaml.c $(filter-out src/kind/embedded.c,$(wildcard src/kind/*.c))
GEN_TOOL  = gcc -O0 -std=c17 -D_GNU_SOURCE $(WARN) -Isrc $(filter %.c,$^)
$(BUILD)/tools/declarations: tools/declarations.c $(GEN_BASE)
	@mkdir -p $(@D)
	@echo "  cc  $<"
	@$(GEN_TOOL) -o $@
$(BUILD)/tools/readers: tools/readers.c $(GEN_KIND) $(wildcard src/base/*.h src/wire/*.h src/kind/*.h)
	@mkdir -p $(@D)
	@echo "  cc  $<"
	@$(GEN_TOOL) $(shell pkg-config --libs jansson yaml-0.1 libsodium libutf8proc) -lm -lpthread -o $@

# ---- what the program holds: every declaration, in libkind.a
$(GEN)/declarations.c: $(BUILD)/tools/declarations $(GEN)/declarations.list $(DECLARATIONS)
	@$< $@ $(DECLARATIONS)
$(OUT)/libkind.a: $(OUT)/gen/declarations.o

# ---- typed readers of every kind, in libaccess.a
$(GEN)/read.c: $(BUILD)/tools/readers $(GEN)/declarations.list $(KIND_YAML)
	@$< $(GEN)/read.h $@ $(KIND_YAML)
$(GEN)/read.h: $(GEN)/read.c ;
$(OUT)/libaccess.a: $(OUT)/gen/read.o
$(OUT)/gen/read.o: | $(GEN)/read.h
$(patsubst %.c,$(OUT)/%.o,$(wildcard src/web/*.c src/cmd/*.c src/demo/*.c capabilities/*/*.c)): | $(GEN)/read.h
$(OUT)/unit/access/readers: | $(GEN)/read.h

# ---- capabilities that have C of their own: NAME/NAME.c defines `const capability_code capability_NAME`
CAPABILITY_NAMES := $(basename $(notdir $(CAPABILITY_C)))
$(GEN)/capability_codes.c: $(GEN)/capabilities.list
	@{ echo '/* Made by the build from the folders of capabilities/. */'; echo '#include "web/page.h"'; \
	for n in $(CAPABILITY_NAMES); do echo "extern const capability_code capability_$$n;"; done; \
	echo 'const capability_code *const capability_codes[] = {'; \
	for n in $(CAPABILITY_NAMES); do echo "	&capability_$$n,"; done; echo '	NULL,'; echo '};'; } > $@
GENERATED_O += $(OUT)/gen/capability_codes.o

# ---- the data dictionary, kept with the source
.PHONY: docs
docs: $(BUILD)/waymark
	$< practice docs > docs/data-dictionary.md.new
	mv docs/data-dictionary.md.new docs/data-dictionary.md
