-- wrk's script: `-- FILE PATH PORT` sends GET PATH with the next line of FILE as its Cookie header; prints one line of JSON.
local requests, last, index = {}, 0, 0

function init(args)
  local head = "GET " .. args[2] .. " HTTP/1.1\r\nHost: localhost:" .. args[3] .. "\r\n"
  for line in io.lines(args[1]) do
    last = last + 1
    requests[last] = head .. (line ~= "" and "Cookie: " .. line .. "\r\n" or "") .. "\r\n"
  end
  if last == 0 then
    requests, last = { head .. "\r\n" }, 1
  end
end

function request()
  index = index % last + 1
  return requests[index]
end

function done(summary, latency)
  local e = summary.errors
  io.write(string.format(
    '{"requests":%d,"micros":%d,"failed":%d,"latencyMicros":{"p50":%d,"p99":%d,"p999":%d,"max":%d}}\n',
    summary.requests, summary.duration, e.connect + e.read + e.write + e.status + e.timeout,
    latency:percentile(50), latency:percentile(99), latency:percentile(99.9), latency.max))
end
