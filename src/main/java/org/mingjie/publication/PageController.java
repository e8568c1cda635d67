package org.mingjie.publication;

import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/** Addresses that open the web application; it reads the rest of the address itself. */
@Controller
class PageController {

  @GetMapping("/place/{code}")
  String place() {
    return "forward:/index.html";
  }
}
