package org.mingjie.access;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Public answers that are known by their address: given as soon as the headers of every public answer are set. To find out who asks
 * and which of all handlers is meant can take longer than such an answer.
 */
@FunctionalInterface
public interface EarlyAnswers {

  /**
   * Answers, or leaves the request as it came.
   *
   * @return false where the request has to go the whole way
   * @throws IOException if the client has gone away
   */
  boolean answer(HttpServletRequest request, HttpServletResponse response) throws IOException;
}
