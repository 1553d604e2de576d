-- wrk's script: `-- FILE PATH PORT [bodies | FROM COUNT]`. Each request takes the next line of FILE: as its Cookie header, or as the JSON it
-- posts; with FROM and COUNT only those lines, each once, and then it ends. Prints one line of JSON.
local requests, last, index, once = {}, 0, 0, false

function init(args)
  local file, path, port, from, count = args[1], args[2], args[3], tonumber(args[4]) or 0, tonumber(args[5])
  local host = " HTTP/1.1\r\nHost: localhost:" .. port .. "\r\n"
  local number = 0
  once = count ~= nil
  for line in io.lines(file) do
    number = number + 1
    if number > from and (not count or number <= from + count) then
      last = last + 1
      if args[4] == "bodies" then
        requests[last] = "POST " .. path .. host .. "Origin: http://localhost:" .. port
          .. "\r\nContent-Type: application/json\r\nContent-Length: " .. #line .. "\r\n\r\n" .. line
      else
        requests[last] = "GET " .. path .. host .. (line ~= "" and "Cookie: " .. line .. "\r\n" or "") .. "\r\n"
      end
    end
  end
  if last == 0 then
    requests, last = { "GET " .. path .. host .. "\r\n" }, 1
  end
end

function request()
  index = index + 1
  if index > last then
    if once then -- wrk itself would wait for the end of its time
      io.write(string.format('{"requests":%d,"micros":0,"failed":0,"latencyMicros":{}}\n', last))
      os.exit(0)
    end
    index = 1
  end
  return requests[index]
end

function done(summary, latency)
  local e = summary.errors
  io.write(string.format(
    '{"requests":%d,"micros":%d,"failed":%d,"latencyMicros":{"p50":%d,"p99":%d,"p999":%d,"max":%d}}\n',
    summary.requests, summary.duration, e.connect + e.read + e.write + e.status + e.timeout,
    latency:percentile(50), latency:percentile(99), latency:percentile(99.9), latency.max))
end
