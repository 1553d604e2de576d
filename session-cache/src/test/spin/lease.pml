/*
 * A node with one cached session, and a writer elsewhere who ends it and acknowledges that after the bound. Every order of
 * steps is tried: the session must not be answered for once the end is acknowledged.
 *
 * tools/check-models runs it as it is, and with each mistake: ENTRY_FIRST, LEASE_FROM_THE_END, NO_EPOCH.
 */
#define BOUND 2
#define LAST 9

byte now = 0;
bool committed = 0, acknowledged = 0, applied = 0;
bool cached = 1; /* whether the cache says that the session is live */
byte epoch = 0;
short leaseUntil = BOUND;

active proctype Clock() {
  do
  :: now < LAST -> now++
  :: now == LAST -> break
  od
}

active proctype Writer() {
  byte at;
  atomic { committed = 1; at = now };
  (now >= at + BOUND);
  acknowledged = 1
}

active proctype Loop() {
  byte from;
  bool seen;
  do
  :: now < LAST ->
#ifdef LEASE_FROM_THE_END
     seen = committed;
#else
     from = now;
     seen = committed;
#endif
     if
     :: seen && !applied ->
#ifndef NO_EPOCH
        epoch++;
#endif
        cached = 0;
        applied = 1
     :: else -> skip
     fi;
#ifdef LEASE_FROM_THE_END
     from = now;
#endif
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
#ifdef NO_EPOCH
        cached = 1
#else
        atomic {
          if
          :: epoch == before -> cached = 1
          :: else -> skip
          fi
        }
#endif
     :: else -> skip
     fi
  :: break
  od
}

active proctype Check() {
  bool holds, hit;
  (acknowledged);
#ifdef ENTRY_FIRST
  hit = cached;
  holds = (now < leaseUntil);
#else
  holds = (now < leaseUntil);
  hit = cached;
#endif
  assert(!(holds && hit))
}
