# SPDX-License-Identifier: AGPL-3.0-or-later
# The scenarios of capabilities (capabilities/*/*.case), played by tests/flow/case.
CASE_O := $(patsubst %.c,$(OUT)/%.o,$(wildcard tests/flow/*.c))
$(CASE_O): CFLAGS += -Itests
$(OUT)/flow/case: $(CASE_O) $(OUT)/libsupport.a $(foreach l,$(call reverse,$(LAYERS)),$(OUT)/lib$(l).a)
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) $(LDFLAGS) $^ $(LDLIBS) -lcmocka -o $@
.PHONY: cases
cases: $(OUT)/flow/case
	$< $(sort $(wildcard capabilities/*/*.case))
