# SPDX-License-Identifier: AGPL-3.0-or-later
# What only one file of src/paper/ stands on: its headers are asked for there alone.
$(OUT)/src/paper/picture.o: CFLAGS += $(patsubst -I%,-isystem %,$(shell pkg-config --cflags librsvg-2.0))
