/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "db/postgres_value.h"

#include <endian.h>
#include <math.h>
#include <string.h>

/* Oids of built-in types: fixed for ever in pg_type.dat. */
enum {
	BOOL = 16,
	BYTEA = 17,
	NAME = 19,
	INT8 = 20,
	INT2 = 21,
	INT4 = 23,
	TEXT = 25,
	FLOAT4 = 700,
	FLOAT8 = 701,
	UNKNOWN = 705,
	BPCHAR = 1042,
	VARCHAR = 1043,
	NUMERIC = 1700
};

static str number_view(const uint64_t *number, size_t bytes)
{
	return (str){ (const char *)number, bytes };
}

static bool encode_int(int64_t i, unsigned type, uint64_t *number, str *ret)
{
	if (type == FLOAT8) {
		double r = (double)i;
		uint64_t bits;
		memcpy(&bits, &r, sizeof bits);
		*number = htobe64(bits);
		*ret = number_view(number, 8);
		return true;
	}
	if (type == INT4 && i >= INT32_MIN && i <= INT32_MAX) {
		uint32_t narrow = htobe32((uint32_t)(int32_t)i);
		memcpy(number, &narrow, sizeof narrow);
		*ret = number_view(number, 4);
		return true;
	}
	*number = htobe64((uint64_t)i);
	*ret = number_view(number, 8);
	return type == INT8;
}

static bool encode_real(double r, unsigned type, uint64_t *number, str *ret)
{
	uint64_t bits;
	memcpy(&bits, &r, sizeof bits);
	*number = htobe64(bits);
	*ret = number_view(number, 8);
	return type == FLOAT8;
}

static str never_null(str s)
{
	return s.n ? s : (str){ "", 0 };
}

bool postgres_encode(const arg *a, unsigned type, uint64_t *number, str *ret)
{
	switch (a->type) {
	case ARG_NULL: *ret = STR_NONE; return true;
	case ARG_INT: return encode_int(a->i, type, number, ret);
	case ARG_REAL: return encode_real(a->r, type, number, ret);
	case ARG_TEXT: *ret = never_null(a->s); return postgres_is_text(type);
	case ARG_BYTES: *ret = never_null(a->s); return type == BYTEA;
	}
	return false;
}

static uint64_t big_endian(str bytes)
{
	uint64_t n = 0;
	for (size_t i = 0; i < bytes.n; i++) n = n << 8 | (unsigned char)bytes.at[i];
	return n;
}

static int16_t short_at(str bytes, size_t index)
{
	CHECK(bytes.n >= (index + 1) * 2);
	return (int16_t)big_endian((str){ bytes.at + index * 2, 2 });
}

/* numeric: how many digits to base 10000, the weight of the first, the sign, the scale shown; then the digits. */
enum { NUMERIC_DIGITS, NUMERIC_WEIGHT, NUMERIC_SIGN, NUMERIC_SCALE, NUMERIC_FIRST, NUMERIC_MINUS = 0x4000 };

static double numeric_real(str bytes)
{
	double r = 0;
	int weight = short_at(bytes, NUMERIC_WEIGHT);
	for (int i = 0; i < short_at(bytes, NUMERIC_DIGITS); i++)
		r += short_at(bytes, NUMERIC_FIRST + (size_t)i) * pow(10000, weight - i);
	return short_at(bytes, NUMERIC_SIGN) == NUMERIC_MINUS ? -r : r;
}

/* Towards zero, as CAST does in SQLite. CHECK: it fits. */
static int64_t numeric_int(str bytes)
{
	int64_t n = 0;
	int digits = short_at(bytes, NUMERIC_DIGITS);
	for (int i = 0; i <= short_at(bytes, NUMERIC_WEIGHT); i++) {
		int64_t digit = i < digits ? short_at(bytes, NUMERIC_FIRST + (size_t)i) : 0;
		CHECK(!__builtin_mul_overflow(n, 10000, &n) && !__builtin_sub_overflow(n, digit, &n));
	}
	CHECK(n != INT64_MIN || short_at(bytes, NUMERIC_SIGN) == NUMERIC_MINUS);
	return short_at(bytes, NUMERIC_SIGN) == NUMERIC_MINUS ? n : -n;
}

int64_t postgres_int(unsigned type, str bytes)
{
	uint64_t n = big_endian(bytes);
	switch (type) {
	case INT8: return (int64_t)n;
	case INT4: return (int32_t)n;
	case INT2: return (int16_t)n;
	case BOOL: return n != 0;
	default: CHECK(type == NUMERIC); return numeric_int(bytes);
	}
}

double postgres_real(unsigned type, str bytes)
{
	uint64_t bits = big_endian(bytes);
	uint32_t narrow_bits = (uint32_t)bits;
	double wide;
	float narrow;
	memcpy(&wide, &bits, sizeof wide);
	memcpy(&narrow, &narrow_bits, sizeof narrow);
	switch (type) {
	case FLOAT8: return wide;
	case FLOAT4: return (double)narrow;
	case NUMERIC: return numeric_real(bytes);
	default: return (double)postgres_int(type, bytes);
	}
}

bool postgres_is_text(unsigned type)
{
	return type == TEXT || type == VARCHAR || type == BPCHAR || type == NAME || type == UNKNOWN;
}

bool postgres_is_bytes(unsigned type)
{
	return type == BYTEA;
}
