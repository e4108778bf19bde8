/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Working days in England and Wales: Monday to Friday without the bank holidays of the Banking and Financial Dealings
 * Act 1971, schedule 1, and of royal proclamations. Computed, not listed, but for the days that were moved or given once:
 * those are known from 1995 to 2023, so every year from 1995 on is right until a new one is proclaimed. */
#ifndef WAYMARK_BASE_HOLIDAY_H
#define WAYMARK_BASE_HOLIDAY_H

#include "base/day.h"

bool bank_holiday(day d);
bool working_day(day d);
/* The nth working day after d, which itself is not counted: n is 1 or more; before d where n is -1 or less; d where n is 0. */
day working_days_from(day d, int n);
/* How many working days are after `from`, up to and with `to`; 0 where `to` is not later. */
int working_days_between(day from, day to);

#endif
