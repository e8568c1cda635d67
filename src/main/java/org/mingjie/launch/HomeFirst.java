package org.mingjie.launch;

import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.web.server.WebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.stereotype.Component;

/** The web server lays its scratch files into the data folder, which says better than the server does why it cannot be. */
@Component
@ConditionalOnWebApplication
class HomeFirst implements WebServerFactoryCustomizer<WebServerFactory> {

  private final DatabaseSettings settings;

  HomeFirst(DatabaseSettings settings) {
    this.settings = settings;
  }

  @Override
  public void customize(WebServerFactory factory) {
    Home.open(settings.home());
  }
}
