/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* One parser, one input: libFuzzer calls it with what it makes up, tests/fuzz/replay.c with the files of a corpus. A
 * wrong answer stops the program by CHECK, as a wrong access does by the sanitizers. */
#ifndef WAYMARK_TESTS_FUZZ_H
#define WAYMARK_TESTS_FUZZ_H

#include "base/buf.h"

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t n);

#endif
