/* Model of the transition protocol, which docs/concurrency.md describes.
 * T threads run: patched outer A, which may call patched inner B, with unpatched gaps. One coordinator starts a transition,
 * may reverse it up to REV times, completes, and starts the opposite one.
 * Checked: I1 (inner side == outer side), I4 (after completion nobody enters the from side), no deadlock.
 * -DNO_REREAD, -DNO_UNDO, -DNO_PENDING, -DNO_CLOSE, -DNO_SELFREC seed known mistakes: each must be caught. */
#define T 2
#ifndef N
#define N 2                                            /* units of work a thread */
#endif
#define G 5
#ifndef REV
#define REV 1                                          /* reversals */
#endif
#ifndef ROUNDS
#define ROUNDS 2                                       /* transitions, to and fro */
#endif
mtype = { IDLE, CAPTURING, RUNNING };
mtype = { NONE, UNMOVED, PENDING, MOVED, HOME };
/* the published view: read and written as one */
mtype phase = IDLE; byte gen = 0; bit target = 0; bit rev = 0; /* rev: this capture reverses the generation before; IDLE: target is the settled side */
mtype rec[10];                                         /* rec[gen*T+t] */
#define R(g,t) rec[(g)*T+(t)]
bit armed = 0; bit plain = 0;                          /* the class: stub, or plain body of one side */
bit alive[T]; byte depth[T]; bit ingate[T];            /* frames of patched methods; stub frame being decided */
byte outer[T];                                         /* ghost: side of the outermost patched frame */

inline gate(t, side) {
  mtype ph; byte g; bit tg; mtype r; bit made; bit rv;
again:
  atomic { ph = phase; g = gen; tg = target; rv = rev }
  if
  :: ph == IDLE -> side = tg
  :: ph == CAPTURING ->
       r = NONE;
       if :: rv -> r = R(g-1,t) :: else fi;
       if
       :: r == UNMOVED || r == PENDING || r == HOME -> side = tg      /* home: was never moved, so it is on the new target side */
       :: else ->
#ifndef NO_SELFREC
            made = 0;
            atomic { if :: R(g,t) == NONE -> R(g,t) = UNMOVED; made = 1 :: else fi }
#endif
#ifndef NO_REREAD
            if
            :: !(phase == ph && gen == g) ->
#ifndef NO_UNDO
                 /* made too late, perhaps: look at the own stack before believing it */
                 atomic { if :: made && R(g,t) == UNMOVED -> R(g,t) = PENDING :: else fi }
#endif
                 goto again
            :: else
            fi;
#endif
            side = 1 - tg
       fi
  :: ph == RUNNING ->
       r = R(g,t);
       if
       :: r == HOME -> goto again                                  /* closed by a reversal: the view is stale */
       :: r == NONE || r == MOVED -> side = tg
       :: r == UNMOVED -> side = 1 - tg
       :: r == PENDING || r == UNMOVED ->                          /* asked, or of its own accord: an unmoved thread may check itself at any gate */
            atomic { if :: R(g,t) == PENDING -> R(g,t) = UNMOVED :: else fi }      /* before the walk: it may run stubs itself */
            if
            :: depth[t] == 0 ->
                 atomic { if :: R(g,t) == PENDING || R(g,t) == UNMOVED -> R(g,t) = MOVED :: else fi }
#ifndef NO_REREAD
                 if :: !(phase == ph && gen == g) -> goto again :: else fi;
#endif
                 if :: R(g,t) == HOME -> goto again :: else fi;
                 side = tg
            :: else -> side = 1 - tg
            fi
       fi
  fi
}

inline enter(t, side) {
  /* invocation picks the current version of the method at one instant */
  bit stub;
  atomic { stub = armed; side = plain; if :: stub -> ingate[t] = 1 :: else -> depth[t]++ fi }
  if
  :: stub -> gate(t, side);
     atomic { assert(phase != IDLE || side == target);    /* I4: nobody enters the from-side after completion */
              ingate[t] = 0; depth[t]++ }
  :: else
  fi
}

proctype Thr(byte t) {
  bit a; bit b; byte n = 0;
  alive[t] = 1;
  do
  :: n < N ->
     n++;
     outer[t] = 2;                                      /* unknown for an instant */
     enter(t, a);
     outer[t] = a;
     if
     :: enter(t, b); assert(b == a); depth[t]--
     :: skip
     fi;
     depth[t]--
  :: break
  od;
  alive[t] = 0
}

inline unfinished(g, res) {
  res = 0; i = 0;
  do :: i < T -> if :: alive[i] && (R(g,i) == UNMOVED || R(g,i) == PENDING) -> res = 1 :: else fi; i++ :: else -> break od
}

proctype Coord() {
  byte i; bit snap[T]; bit busy; byte revs = 0; byte round = 0; byte g = 0; bit clear;
  do
  :: round < ROUNDS ->
     /* start: towards the other side */
     atomic { phase = CAPTURING; gen = g; target = 1 - target; rev = 0 }
     armed = 1;                                                     /* one VM operation for all classes */
     atomic { i = 0; do :: i < T -> snap[i] = alive[i]; i++ :: else -> break od }
     i = 0;
     do :: i < T -> if :: snap[i] -> atomic { if :: R(g,i) == NONE -> R(g,i) = UNMOVED :: else fi } :: else fi; i++ :: else -> break od;
     phase = RUNNING;
     do
     :: unfinished(g, busy);
        if :: !busy -> break :: else fi;
        /* poll one thread after the other */
        i = 0;
        do
        :: i < T ->
           if
           :: R(g,i) == UNMOVED || R(g,i) == PENDING ->
                atomic { if :: R(g,i) == UNMOVED -> R(g,i) = PENDING :: else fi }
                clear = (depth[i] == 0 && !ingate[i]);               /* the snapshot, at one instant */
#ifdef NO_PENDING
                if :: clear -> atomic { if :: R(g,i) == PENDING || R(g,i) == UNMOVED -> R(g,i) = MOVED :: else fi } :: else fi
#else
                if :: clear -> atomic { if :: R(g,i) == PENDING -> R(g,i) = MOVED :: else fi } :: else fi
#endif
           :: else
           fi;
           i++
        :: else -> break
        od
     :: revs < REV && g + 1 < G ->
        /* reverse */
        revs++;
        atomic { phase = CAPTURING; gen = g + 1; target = 1 - target; rev = 1 }
        g = g + 1;
        atomic { i = 0; do :: i < T -> snap[i] = alive[i]; i++ :: else -> break od }
        i = 0;
        do
        :: i < T ->
#ifdef NO_CLOSE
           atomic { if :: (R(g-1,i) == UNMOVED || R(g-1,i) == PENDING) -> skip :: else -> if :: snap[i] && R(g,i) == NONE -> R(g,i) = UNMOVED :: else fi fi }
#else
           atomic { if :: (R(g-1,i) == UNMOVED || R(g-1,i) == PENDING) -> R(g-1,i) = HOME
                   :: else -> if :: snap[i] -> R(g-1,i) = MOVED;     /* closes an absent one too: no late record in the old table */
                                    if :: R(g,i) == NONE -> R(g,i) = UNMOVED :: else fi
                              :: else fi fi }
#endif
           i++
        :: else -> break
        od;
        phase = RUNNING
     od;
     /* complete: settle */
     atomic { i = 0; do :: i < T -> assert(depth[i] == 0 || ingate[i] || outer[i] == target || outer[i] == 2); i++ :: else -> break od;   /* I4: nobody is inside it */
              i = 0; armed = 0; plain = target }
     phase = IDLE;
     g++; round++
  :: else -> break
  od
}

init {
  byte i = 0;
  atomic { do :: i < 10 -> rec[i] = NONE; i++ :: else -> break od; run Thr(0); run Coord() }
  run Thr(1)                                                        /* born at any moment */
}
