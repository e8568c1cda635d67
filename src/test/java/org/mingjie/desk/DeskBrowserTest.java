package org.mingjie.desk;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.mingjie.Chromium;
import org.mingjie.SampleTest;
import org.mingjie.WhatThePageShowed;
import org.mingjie.access.Accounts;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** The desk in chromium; what the console complains of fails the test. */
@ExtendWith(WhatThePageShowed.class)
abstract class DeskBrowserTest extends SampleTest {

  static final String PASSWORD = "a-long-password";

  final Chromium chromium = new Chromium();
  @LocalServerPort int port;
  @Autowired Accounts accounts;

  @BeforeEach
  void nobodyHasSignedInBefore() {
    database().sql("DELETE FROM second_factor").update();
    database().sql("DELETE FROM sign_in_failure").update();
    database().sql("DELETE FROM web_session").update();
  }

  @AfterEach
  void nothingToComplainOf() {
    chromium.close();
    assertThat(chromium.errors).isEmpty();
  }

  String here() {
    return "http://127.0.0.1:" + port;
  }

  Page open(String address) {
    return open(address, 1440, 900);
  }

  Page open(String address, int width, int height) {
    Page page = chromium.page(width, height, false);
    page.navigate(here() + address);
    return page;
  }
}
