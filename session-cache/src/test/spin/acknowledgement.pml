/*
 * As lease.pml, but the writer need not wait for the whole bound: it acknowledges as soon as the node's row says that the
 * end is applied, or the lease in that row has passed.
 *
 * tools/check-models runs it as it is, and with each mistake: CHANGES_FIRST, ROW_NOT_LONGER.
 */
#define BOUND 2
#define LAST 9

byte now = 0;
bool committed = 0, acknowledged = 0, applied = 0;
bool cached = 1;
byte epoch = 0;
short leaseUntil = 0;

/* The node's row. */
bool rowApplied = 0;
short rowLeaseUntil = 0;

active proctype Clock() {
  do
  :: now < LAST -> now++
  :: now == LAST -> break
  od
}

active proctype Writer() {
  committed = 1;
  /* One statement sees one version of the row. */
  do
  :: atomic { (rowApplied || now >= rowLeaseUntil) -> break }
  od;
  acknowledged = 1
}

active proctype Loop() {
  byte from;
  bool seen;
  do
  :: now < LAST ->
     from = now;
#ifdef CHANGES_FIRST
     seen = committed;
#endif
     atomic {
#ifdef ROW_NOT_LONGER
       rowLeaseUntil = now + BOUND - 1;
#else
       rowLeaseUntil = now + BOUND + 1;
#endif
       rowApplied = applied
     };
#ifndef CHANGES_FIRST
     seen = committed;
#endif
     if
     :: seen && !applied ->
        epoch++;
        cached = 0;
        applied = 1
     :: else -> skip
     fi;
     leaseUntil = from + BOUND
  :: now == LAST -> break
  od
}

active proctype Load() {
  byte before;
  bool ended;
  byte loads = 0;
  do
  :: loads < 2 ->
     before = epoch;
     ended = committed;
     loads++;
     if
     :: !ended ->
        atomic {
          if
          :: epoch == before -> cached = 1
          :: else -> skip
          fi
        }
     :: else -> skip
     fi
  :: break
  od
}

active proctype Check() {
  bool holds, hit;
  (acknowledged);
  holds = (now < leaseUntil);
  hit = cached;
  assert(!(holds && hit))
}
