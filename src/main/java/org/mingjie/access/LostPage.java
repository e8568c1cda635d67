package org.mingjie.access;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** What a person sees in the browser at an address that does not exist; programs get the problem document. */
@FunctionalInterface
public interface LostPage {

  void tell(HttpServletRequest request, HttpServletResponse response) throws IOException;
}
