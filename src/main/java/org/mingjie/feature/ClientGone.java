package org.mingjie.feature;

/** Nobody waits for the answer any more. */
final class ClientGone extends RuntimeException {}
