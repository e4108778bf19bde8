# SPDX-License-Identifier: AGPL-3.0-or-later
# Each tests/fuzz/NAME.c is one parser, tests/fuzz/corpus/NAME the inputs it has been shown.
#   make fuzz [FUZZ_SECONDS=60] [FUZZ="json xml"]   clang's libFuzzer with sanitizers; what it finds stands in $(BUILD)/fuzz
#   make fuzz-replay                                gives every parser its corpus; any compiler; TAP
FUZZ_SECONDS ?= 60
FUZZ         ?= $(filter-out replay,$(basename $(notdir $(wildcard tests/fuzz/*.c))))
FUZZ_RULES   := $(patsubst capabilities/%/rules.yaml,$(OUT)/lib%_rules.a,$(wildcard capabilities/*/rules.yaml))
FUZZ_LIBS    := $(FUZZ_RULES) $(foreach l,$(call reverse,$(call layers_upto,web)),$(OUT)/lib$(l).a)

$(OUT)/tests/fuzz/%.o: CFLAGS += -Itests
$(patsubst %.c,$(OUT)/%.o,$(wildcard tests/fuzz/*.c)): | $(patsubst %.yaml,$(GEN)/%.h,$(wildcard capabilities/*/rules.yaml))
$(addprefix $(OUT)/fuzz/,$(FUZZ)): $(OUT)/fuzz/%: $(OUT)/tests/fuzz/%.o $(OUT)/libsupport.a $(FUZZ_LIBS)
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) -fsanitize=fuzzer $(LDFLAGS) $^ $(LDLIBS) -o $@
$(addprefix $(OUT)/replay/,$(FUZZ)): $(OUT)/replay/%: $(OUT)/tests/fuzz/%.o $(OUT)/tests/fuzz/replay.o $(OUT)/libsupport.a $(FUZZ_LIBS)
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) $(LDFLAGS) $^ $(LDLIBS) -o $@

.PHONY: fuzz fuzz-run fuzz-replay replays
fuzz:
	@$(MAKE) --no-print-directory PROFILE=fuzz fuzz-run
fuzz-run: $(addprefix $(OUT)/fuzz/,$(FUZZ))
	@for f in $(FUZZ); do \
		mkdir -p $(BUILD)/fuzz/$$f; \
		echo "== $$f, $(FUZZ_SECONDS) s"; \
		$(OUT)/fuzz/$$f -max_total_time=$(FUZZ_SECONDS) -timeout=10 -rss_limit_mb=2048 -print_final_stats=1 \
			-artifact_prefix=$(BUILD)/fuzz/$$f- $(BUILD)/fuzz/$$f tests/fuzz/corpus/$$f \
			>$(BUILD)/fuzz/$$f.log 2>&1 || { tail -n 40 $(BUILD)/fuzz/$$f.log; exit 1; }; \
		grep -E 'number_of_executed_units|new_units_added' $(BUILD)/fuzz/$$f.log; \
	done
replays: $(addprefix $(OUT)/replay/,$(FUZZ))
fuzz-replay: replays
	@for f in $(FUZZ); do $(OUT)/replay/$$f tests/fuzz/corpus/$$f || exit 1; done
