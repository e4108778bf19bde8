# SPDX-License-Identifier: AGPL-3.0-or-later
# ---- rules: capabilities/C/rules.yaml has the words, the capability's C a predicate for each; words without a predicate do not
# link, a predicate without words is not declared and does not compile.
RULES := $(wildcard capabilities/*/rules.yaml)
$(BUILD)/tools/rules: tools/rules.c $(addprefix src/base/,arena.c buf.c err.c file.c map.c str.c) src/wire/yaml.c
	@mkdir -p $(@D)
	@echo "  cc  $<"
	@gcc $(TOOL_FLAGS) $(filter %.c,$^) $(shell pkg-config --libs yaml-0.1) -o $@
define rules_rule
$(GEN)/$(dir $(1))rules.c: $(1) $(BUILD)/tools/rules
	@mkdir -p $$(@D)
	@$(BUILD)/tools/rules $(1) $(GEN)/$(dir $(1))rules.h $$@
$(GEN)/$(dir $(1))rules.h: $(GEN)/$(dir $(1))rules.c ;
$(patsubst %.c,$(OUT)/%.o,$(wildcard $(dir $(1))*.c)) $(OUT)/gen/$(dir $(1))rules.o: | $(GEN)/$(dir $(1))rules.h
GENERATED_O += $(OUT)/gen/$(dir $(1))rules.o
# All but the table of the capability itself: what a test links that asks the rules and nothing else.
$(OUT)/lib$(notdir $(patsubst %/,%,$(dir $(1))))_rules.a: $(patsubst %.c,$(OUT)/%.o,$(filter-out $(dir $(1))$(notdir $(patsubst %/,%,$(dir $(1)))).c,$(wildcard $(dir $(1))*.c))) $(OUT)/gen/$(dir $(1))rules.o
	@rm -f $$@
	@ar rcsD $$@ $$^
endef
$(foreach r,$(RULES),$(eval $(call rules_rule,$(r))))
