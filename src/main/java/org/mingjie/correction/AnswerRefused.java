package org.mingjie.correction;

/** A report that cannot be answered: there is none of this identifier, or it has its answer already. */
public final class AnswerRefused extends RuntimeException {

  private static final long serialVersionUID = 1L;

  AnswerRefused(String message) {
    super(message);
  }
}
