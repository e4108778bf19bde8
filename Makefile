# SPDX-License-Identifier: AGPL-3.0-or-later
# The program is left at $(BUILD)/waymark. Everything made stands in $(BUILD); PROFILE says how it was compiled.
BUILD   ?= build
PROFILE ?= release
OUT     := $(BUILD)/$(PROFILE)
GEN     := $(BUILD)/gen

LAYERS := base kin wire paper db kind journal project access journey match web
LIBS   := libmicrohttpd sqlite3 libpq jansson yaml-0.1 libxml-2.0 libsodium libutf8proc zlib pangocairo harfbuzz

WARN := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wswitch-enum -Wstrict-prototypes -Wmissing-prototypes -Wvla \
        -Wformat=2 -Werror
HARD := -fstack-protector-strong -fPIE -D_GNU_SOURCE
ifeq ($(PROFILE),release)
  OPT := -O2 -g -D_FORTIFY_SOURCE=2
endif
ifeq ($(PROFILE),clang)
  CC  := clang
  OPT := -O1 -g
endif
ifeq ($(PROFILE),asan)
  CC  := clang
  OPT := -O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=all
endif
ifeq ($(PROFILE),fuzz)
  CC  := clang
  OPT := -O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined,fuzzer-no-link -fno-sanitize-recover=all
endif
CFLAGS  ?= $(OPT)
CFLAGS  += -std=c17 $(HARD) $(WARN) -Isrc -I. -I$(GEN) $(patsubst -I%,-isystem %,$(shell pkg-config --cflags $(LIBS)))
LDFLAGS += -pie -Wl,-z,relro,-z,now
LDLIBS  := $(shell pkg-config --libs $(LIBS) librsvg-2.0) -lpthread -lm

.PHONY: all help clean install
all: $(BUILD)/waymark

help:
	@echo 'make                the program, at $(BUILD)/waymark'
	@echo 'make check          everything that ./test runs, without installing anything'
	@echo 'make unit           the unit tests, built; PROFILE=asan or clang for another compiler or sanitizers'
	@echo 'make lint           the rules of the house, and the lengths of functions and files'
	@echo 'make fuzz           each parser for FUZZ_SECONDS=60; FUZZ="json xml" for some of them'
	@echo 'make fault          kills, power cuts and full disks at length; FAULT_KILLS=500'
	@echo 'make bench          what is measured, side by side with what this machine has to compare with'
	@echo 'make docs           the data dictionary, from the declarations'
	@echo 'make install        to DESTDIR and PREFIX=/usr/local'
	@echo 'make clean          throws $(BUILD) away, the demonstration area with it'

PREFIX ?= /usr/local
install: $(BUILD)/waymark
	install -D -m 755 $< $(DESTDIR)$(PREFIX)/bin/waymark
	install -D -m 644 README.md $(DESTDIR)$(PREFIX)/share/doc/waymark/README.md
	install -m 644 LICENSE $(wildcard docs/*.md) $(DESTDIR)$(PREFIX)/share/doc/waymark/

# ---- layers: each folder of src/ is a library that sees only the ones before it
layer_c    = $(wildcard src/$(1)/*.c)
layer_o    = $(patsubst %.c,$(OUT)/%.o,$(call layer_c,$(1)))
layers_upto = $(strip $(foreach l,$(LAYERS),$(if $(filter 1,$(_stop)),,$(l)$(eval _stop := $(if $(filter $(1),$(l)),1,)))))$(eval _stop :=)
reverse    = $(if $(1),$(call reverse,$(wordlist 2,$(words $(1)),$(1))) $(firstword $(1)))

define layer_rule
$(OUT)/lib$(1).a: $(call layer_o,$(1))
	@rm -f $$@
	@ar rcsD $$@ $$^
endef
$(foreach l,$(LAYERS),$(eval $(call layer_rule,$(l))))

-include mk/*.mk

$(OUT)/%.o: %.c
	@mkdir -p $(@D)
	@echo "  cc  $<"
	@$(CC) $(CFLAGS) -MMD -MP -c $< -o $@
$(OUT)/gen/%.o: $(GEN)/%.c
	@mkdir -p $(@D)
	@echo "  cc  $<"
	@$(CC) $(CFLAGS) -MMD -MP -c $< -o $@

# ---- the program: commands, capabilities' own C and what the build makes from declarations, templates and assets
PROGRAM_O := $(patsubst %.c,$(OUT)/%.o,src/main.c $(wildcard src/cmd/*.c src/demo/*.c) $(wildcard capabilities/*/*.c)) $(GENERATED_O)
$(OUT)/waymark: $(PROGRAM_O) $(foreach l,$(call reverse,$(LAYERS)),$(OUT)/lib$(l).a)
	@echo "  ld  $@"
	@$(CC) $(CFLAGS) $(LDFLAGS) $^ $(LDLIBS) -o $@
$(BUILD)/waymark: $(OUT)/waymark
	cp -f $< $@

# ---- unit tests: tests/unit/LAYER/*.c, each a cmocka program that links its layer and those below
UNIT_C := $(wildcard tests/unit/*/*.c)
UNIT   := $(patsubst tests/unit/%.c,$(OUT)/unit/%,$(UNIT_C))
define unit_rule
$(OUT)/unit/$(1)/%: tests/unit/$(1)/%.c $(OUT)/libsupport.a $(foreach l,$(call reverse,$(call layers_upto,$(1))),$(OUT)/lib$(l).a)
	@mkdir -p $$(@D)
	@echo "  cc  $$<"
	@$$(CC) $$(CFLAGS) -Itests -MMD -MP -MF $$@.d $$(LDFLAGS) $$(filter %.c %.a,$$^) $$(LDLIBS) -lcmocka -o $$@
endef
$(foreach l,$(LAYERS),$(eval $(call unit_rule,$(l))))
.PHONY: unit
unit: $(UNIT)

clean:
	rm -rf $(BUILD)

-include $(shell find $(OUT) -name '*.d' 2>/dev/null)
