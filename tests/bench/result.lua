-- SPDX-License-Identifier: AGPL-3.0-or-later
-- For wrk: one line of figures at the end, a second, p50 and p99 in milliseconds, errors.
function done(summary, latency)
	local seconds = summary.duration / 1e6
	io.write(string.format("RESULT %.0f %.2f %.2f %d\n", summary.requests / seconds, latency:percentile(50) / 1000,
		latency:percentile(99) / 1000, summary.errors.status + summary.errors.read + summary.errors.timeout))
end
