# SPDX-License-Identifier: AGPL-3.0-or-later
# What DESIGN measures: tests/bench/*.c, each a program that prints a table; tests/bench/run starts what they need. And what
# may go wrong while writing: tests/fault/*.c, TAP, at length with `make fault` (FAULT_KILLS=500).
BENCH := $(patsubst tests/bench/%.c,$(OUT)/bench/%,$(filter-out tests/bench/asked.c,$(wildcard tests/bench/*.c)))
FAULT := $(patsubst tests/fault/%.c,$(OUT)/fault/%,$(wildcard tests/fault/*.c))
$(BENCH) $(FAULT): CFLAGS += -Itests
$(BENCH) $(FAULT): $(OUT)/%: tests/%.c $(OUT)/libsupport.a $(foreach l,$(call reverse,$(call layers_upto,match)),$(OUT)/lib$(l).a)
	@mkdir -p $(@D)
	@echo "  cc  $<"
	@$(CC) $(CFLAGS) -MMD -MP -MF $@.d $(LDFLAGS) $(filter %.c %.a,$^) $(LDLIBS) -lcmocka -o $@
# What the census asks about one child: with the capability whose rules they are, where it is there.
ASKED := $(patsubst %,$(OUT)/bench/asked,$(wildcard capabilities/returns_cin))
$(OUT)/bench/asked: CFLAGS += -Itests
$(OUT)/bench/asked: tests/bench/asked.c $(OUT)/libreturns_cin_rules.a \
                    $(foreach l,$(call reverse,$(call layers_upto,match)),$(OUT)/lib$(l).a)
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) -MMD -MP -MF $@.d $(LDFLAGS) $(filter %.c %.a,$^) $(LDLIBS) -o $@
# Stands in for libc's writing and syncing, so it is linked where it is asked for and nowhere else.
$(OUT)/fault/disk: tests/support/disk/disk.c

.PHONY: bench fault
bench: $(BENCH) $(ASKED) $(BUILD)/waymark
	tests/bench/run $(OUT) $(BUILD)/waymark
fault: $(FAULT)
	FAULT_KILLS=$${FAULT_KILLS:-500} FAULT_CUTS=$${FAULT_CUTS:-2000} tests/fault/run $(OUT)
