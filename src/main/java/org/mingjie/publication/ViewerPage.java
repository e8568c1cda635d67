package org.mingjie.publication;

import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/** The map, at the address of the server, for whatever a client says it takes, as all pages. */
@Controller
class ViewerPage {

  @GetMapping("/")
  String page() {
    return "forward:/index.html";
  }
}
