-- SPDX-License-Identifier: AGPL-3.0-or-later
-- For wrk: a random child for each request, as the session that tests/bench/pages made. FILE holds the cookie and the numbers.
local cookie, children = nil, {}
for line in io.lines(os.getenv("FILE")) do
	if not cookie then cookie = line else children[#children + 1] = line end
end
local seed = 1
function setup(thread) thread:set("seed", seed); seed = seed + 1 end
function init() math.randomseed(seed) end
function request()
	return wrk.format("GET", "/child/" .. children[math.random(#children)], { Cookie = cookie, Host = "bench" })
end
dofile("tests/bench/result.lua")
