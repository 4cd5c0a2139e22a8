/* Model of the transition protocol, which docs/concurrency.md describes.
 * T threads run: patched outer A, which may call patched inner B, with unpatched gaps. One coordinator starts a transition,
 * may reverse it up to REV times, completes, and starts the opposite one.
 * Checked: I1 (inner side == outer side), I4 (at completion nobody is in the from side, and afterwards nobody enters it), no deadlock.
 * -DREST: one thread stands for each of any number. Threads write nothing that another reads: a record is its own thread's, the view
 *    and the classes are the coordinator's. All that the others do to this one is to hold the transition, so the coordinator is
 *    held at will instead. That leaves room for several reversals.
 * -DLATE, with REST and ROUNDS=1: classes of A, of B or of both are found late, while the transition runs or after it. Until then their
 *    plain from-body is called without a stub. Promised, and checked: I4 for a class that was found before the end; I1 for units
 *    begun when every class had been found. Listing the suspects may fail for want of memory, and is tried again.
 * -DNO_REREAD, -DNO_UNDO, -DNO_PENDING, -DNO_CLOSE, -DNO_SELFREC, -DNO_LOOK_BACK, and with LATE -DNO_SUSPECT, -DNO_RETRY, -DNO_KEEP seed
 * known mistakes: each must be caught. */
#ifdef REST
#define T 1
#else
#define T 2
#endif
#ifndef N
#define N 2                                            /* units of work a thread */
#endif
#ifndef REV
#define REV 1                                          /* reversals */
#endif
#ifndef ROUNDS
#define ROUNDS 2                                       /* transitions, to and fro */
#endif
#define G (ROUNDS + REV + 1)                           /* generations */
mtype = { IDLE, CAPTURING, RUNNING };
mtype = { NONE, UNMOVED, PENDING, MOVED, HOME };
/* the published view: read and written as one */
mtype phase = IDLE; byte gen = 0; bit target = 0; bit rev = 0; /* rev: this capture reverses the generation before; IDLE: target is the settled side */
mtype rec[G*T];
#define R(g,t) rec[(g)*T+(t)]
bit alive[T]; byte depth[T]; bit ingate[T];            /* frames of patched methods; stub frame being decided */
/* a class: stub, or plain body of one side */
#ifndef LATE
bit armed = 0; bit plain = 0;                          /* of A and of B */
byte outer[T];                                         /* ghost: side of the outermost patched frame */
#define ARMED(m) armed
#define PLAIN(m) plain
#define LOSE(t,m)
#define STRAY(t) false
#else
bit armed[2]; bit plain[2]; bit late[2];               /* of A, of B; late: not found yet */
bit old[T*2];                                          /* a frame of the plain body, from before the class was armed */
bit unlisted; bit suspect[T];                          /* a class was found, its suspects are not listed yet; those seen in no other state than in an old body */
byte in[T*2];                                          /* ghost: side of the frame; 2 none */
bit sure[T];                                           /* ghost: this unit was begun when every class had been found */
#define ARMED(m) armed[m]
#define PLAIN(m) plain[m]
#define O(t,m) old[(t)*2+(m)]
#define IN(t,m) in[(t)*2+(m)]
/* in the plain body of a class that was called before it was found: what it calls meanwhile may be of the other side */
#define STRAY(t) (O(t,0) && !sure[t])
#define LOSE(t,m) O(t,m) = 0; IN(t,m) = 2
#endif

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
                 /* one of these two looks back would do */
#if !defined(NO_REREAD) && !defined(NO_LOOK_BACK)
                 if :: !(phase == ph && gen == g) -> goto again :: else fi;
#endif
#ifndef NO_LOOK_BACK
                 if :: R(g,t) == HOME -> goto again :: else fi;
#endif
                 side = tg
            :: else -> side = 1 - tg
            fi
       fi
  fi
}

inline enter(t, m, side) {
  /* invocation picks the current version of the method at one instant */
  bit stub;
  atomic { stub = ARMED(m); side = PLAIN(m);
#ifdef LATE
           if :: depth[t] == 0 -> sure[t] = !late[0] && !late[1] :: else fi;
#endif
           if :: stub -> ingate[t] = 1
              :: else -> depth[t]++;
#ifdef LATE
                         O(t,m) = 1; IN(t,m) = side
#endif
           fi }
  if
  :: stub -> gate(t, side);
     atomic { assert(phase != IDLE || side == target || STRAY(t));    /* I4: nobody enters the from-side after completion */
#ifdef LATE
              if :: depth[t] == 0 && (late[0] || late[1]) -> sure[t] = 0 :: else fi;
              IN(t,m) = side;
#endif
              ingate[t] = 0; depth[t]++
     }
  :: else
  fi
}

proctype Thr(byte t) {
  bit a; bit b; byte n = 0;
  alive[t] = 1;
  do
  :: n < N ->
     n++;
#ifdef LATE
     enter(t, 0, a);
     if
     :: enter(t, 1, b); assert(b == a || !sure[t]); atomic { depth[t]--; LOSE(t,1) }
     :: skip
     fi;
#else
     outer[t] = 2;                                      /* unknown for an instant */
     enter(t, 0, a);
     outer[t] = a;
     if
     :: enter(t, 1, b); assert(b == a); depth[t]--
     :: skip
     fi;
#endif
     atomic { depth[t]--; LOSE(t,0) }
  :: break
  od;
  alive[t] = 0
}

#ifdef LATE
/* Arms what was defined past the transformer, then lists who may be in its plain body: afterwards, or one who enters meanwhile is missed. */
inline catchUp() {
  atomic {
    if
    :: late[0] -> armed[0] = 1; late[0] = 0; unlisted = 1
    :: late[1] -> armed[1] = 1; late[1] = 0; unlisted = 1
    :: late[0] && late[1] -> armed[0] = 1; armed[1] = 1; late[0] = 0; late[1] = 0; unlisted = 1
    :: skip                                              /* not there yet, or not seen */
    fi
  }
#ifdef NO_SUSPECT
  unlisted = 0
#else
  if
  :: unlisted -> atomic { i = 0; do :: i < T -> if :: alive[i] -> suspect[i] = 1 :: else fi; i++ :: else -> break od; unlisted = 0 }
  :: skip;                                               /* no memory */
#ifdef NO_RETRY
     unlisted = 0
#endif
  fi
#endif
}
inline seeSuspects() {
  i = 0;
  do
  :: i < T -> if :: suspect[i] && !O(i,0) && !O(i,1) -> suspect[i] = 0 :: else fi; i++
  :: else -> break
  od
}
#define LATE_HOLDS (unlisted || suspect[0] || suspect[T-1])
#else
#define LATE_HOLDS false
#endif

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
#ifdef LATE
     atomic {                                                       /* a class that is not seen keeps its plain body */
       if :: armed[0] = 1; late[0] = 0 :: plain[0] != target -> late[0] = 1 fi;
       if :: armed[1] = 1; late[1] = 0 :: plain[1] != target -> late[1] = 1 fi
     }
#else
     armed = 1;                                                     /* one VM operation for all classes */
#endif
     atomic { i = 0; do :: i < T -> snap[i] = alive[i]; i++ :: else -> break od }
     i = 0;
     do :: i < T -> if :: snap[i] -> atomic { if :: R(g,i) == NONE -> R(g,i) = UNMOVED :: else fi } :: else fi; i++ :: else -> break od;
     phase = RUNNING;
     do
     :: unfinished(g, busy);
        if
        :: !busy && !LATE_HOLDS -> break
#ifdef REST
        :: skip                                                     /* held by a thread that is not modelled */
#else
        :: busy || LATE_HOLDS
#endif
        fi;
#ifdef LATE
        catchUp();
#endif
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
        od;
#ifdef LATE
        seeSuspects()
#endif
     :: revs < REV ->
        /* reverse */
        revs++;
        atomic { phase = CAPTURING; gen = g + 1; target = 1 - target; rev = 1 }
        g = g + 1;
#ifdef NO_KEEP
        i = 0; do :: i < T -> suspect[i] = 0; i++ :: else -> break od;
#endif
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
#ifdef LATE
     atomic { i = 0;
              do
              :: i < T ->                                            /* I4: nobody is inside it, in a class that was found */
                 assert(!armed[0] || IN(i,0) == target || IN(i,0) == 2);
                 assert(!armed[1] || IN(i,1) == target || IN(i,1) == 2 || STRAY(i));
                 i++
              :: else -> break
              od;
              i = 0;
              if :: armed[0] -> armed[0] = 0; plain[0] = target :: else fi;
              if :: armed[1] -> armed[1] = 0; plain[1] = target :: else fi }
#else
     atomic { i = 0; do :: i < T -> assert(depth[i] == 0 || ingate[i] || outer[i] == target || outer[i] == 2); i++ :: else -> break od;   /* I4: nobody is inside it */
              i = 0; armed = 0; plain = target }
#endif
     phase = IDLE;
#ifdef LATE
     if :: plain[0] = target; late[0] = 0 :: skip fi;                            /* found after the completion, or with the next start */
     if :: plain[1] = target; late[1] = 0 :: skip fi;
#endif
     g++; round++
  :: else -> break
  od
}

init {
  byte i = 0;
  atomic {
    do :: i < G*T -> rec[i] = NONE; i++ :: else -> break od;
#ifdef LATE
    i = 0; do :: i < T*2 -> in[i] = 2; i++ :: else -> break od;
#endif
#ifndef REST
    run Thr(0);
#endif
    run Coord()
  }
  run Thr(T-1)                                                      /* born at any moment */
}
