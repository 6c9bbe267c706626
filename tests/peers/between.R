# Differences of two domains of sample.csv with R's survey: the header of between.csv, then what Rscript between.R prints
# Means and rates of domains with their covariance are svyby's own (covmat = TRUE), the difference svycontrast's
suppressPackageStartupMessages(library(survey))
options(survey.lonely.psu = "remove")
x <- read.csv("sample.csv")
x$w <- x$weight * x$size
x$p0 <- 100 * as.numeric(x$welfare < x$line)
x$p1 <- 100 * pmax(1 - x$welfare / x$line, 0)
x$cluster <- interaction(x$stratum, x$psu, drop = TRUE)
design <- svydesign(ids = ~cluster, strata = ~stratum, weights = ~w, data = x)
for (measure in c("p0", "p1", "welfare")) {
  found <- svyby(as.formula(paste0("~", measure)), ~domain, design, svymean, covmat = TRUE)
  for (pair in list(c("a", "b"), c("b", "a"))) {
    weights <- setNames(c(-1, 1), pair)
    difference <- svycontrast(found, weights)
    numbers <- c(coef(found)[pair], coef(difference), SE(difference))
    name <- if (measure == "welfare") "mean" else measure
    cat(paste(c(name, pair, sprintf("%.17g", numbers)), collapse = ","), "\n", sep = "")
  }
}
