package org.mingjie.access;

/** Keys that lie in the data folder of the server, never in the database: whoever has only one of the two can read no secret. */
@FunctionalInterface
public interface KeyFolder {

  /** 128 bits, made at the first use. */
  byte[] key(String name);
}
