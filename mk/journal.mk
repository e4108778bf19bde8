# SPDX-License-Identifier: AGPL-3.0-or-later
# The verifier written apart: it sees no header of src/ and links libsodium only.
$(OUT)/verifier: tests/verifier/verifier.c
	@mkdir -p $(@D)
	$(CC) $(OPT) -std=c17 $(HARD) $(WARN) -MMD -MP -MF $@.d $< $(LDFLAGS) -lsodium -o $@
