import Testing

/// What collectors, callers and the system can do to a gather, on real threads and the real clock.
///
/// One after the other, because some occupy every thread they get. Nothing here measures fine: a bad collector hangs until its
/// test lets go of it, so an answer that comes while it still hangs has not waited for it.
@Suite(.serialized) enum AdversarialTests {}
