module latchkey.example/reports

go 1.19
