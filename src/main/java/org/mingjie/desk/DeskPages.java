package org.mingjie.desk;

import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/** Addresses that open the application for people who sign in; it reads the rest of the address itself. */
@Controller
class DeskPages {

  @GetMapping({"/sign-in", "/desk", "/desk/reports", "/desk/unfound", "/me", "/admin", "/admin/people", "/admin/policies", "/admin/keys", "/admin/imports", "/admin/site", "/admin/positions",
    "/admin/health", "/admin/settings", "/admin/audit"})
  String page() {
    return "forward:/desk.html";
  }
}
