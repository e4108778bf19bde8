# SPDX-License-Identifier: AGPL-3.0-or-later
# What tests share (tests/support/*.c): linked before the layers, so that only what a test names comes with it.
SUPPORT_O := $(patsubst %.c,$(OUT)/%.o,$(wildcard tests/support/*.c))
$(SUPPORT_O): CFLAGS += -Itests
$(OUT)/libsupport.a: $(SUPPORT_O)
	@rm -f $@
	ar rcsD $@ $^
