# The table of commands: every src/cmd/*.c that defines rows, by the file's name.
CMD_C := $(shell grep -l '^const command command_' src/cmd/*.c)
$(GEN)/commands.c: $(CMD_C) mk/web.mk
	@mkdir -p $(@D)
	@{ echo '/* Made by the build from the names of src/cmd/*.c. */'; echo '#include "cmd/cmd.h"'; \
	for n in $(sort $(basename $(notdir $(CMD_C)))); do echo "extern const command command_$$n[];"; done; \
	echo 'const command *const command_table[] = {'; \
	for n in $(sort $(basename $(notdir $(CMD_C)))); do echo "	command_$$n,"; done; \
	echo '	NULL,'; echo '};'; } > $@
GENERATED_O += $(OUT)/gen/commands.o
