package org.mingjie.problem;

import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Answers what the container or a filter refused. */
@RestController
@Hidden
class ErrorDispatch implements ErrorController {

  private static final Logger LOG = LoggerFactory.getLogger(ErrorDispatch.class);

  @RequestMapping("/error")
  ResponseEntity<ProblemDetail> error(HttpServletRequest request) {
    int status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer code && code >= 400 ? code : 404;
    if (status >= 500) {
      LOG.error("{} {} could not be answered", request.getAttribute(RequestDispatcher.ERROR_METHOD), Echo.instance(request), (Throwable) request.getAttribute(RequestDispatcher.ERROR_EXCEPTION));
    }
    ProblemDetail problem = Problems.of(status);
    problem.setInstance(Echo.instance(request));
    return ResponseEntity.status(status).contentType(MediaType.APPLICATION_PROBLEM_JSON).body(problem);
  }
}
