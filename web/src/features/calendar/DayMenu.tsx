/** The number of a day, which offers to plan something then and to look at the day alone. */
import { Menu, UnstyledButton } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link, useSearchParams } from "react-router";
import { useMay } from "@/components/person";
import classes from "./calendar.module.css";
import { useDates } from "./dates";

const PLANS = [
  { name: "visit", to: "/visits/new", field: "starts_at", right: "sales.visit:plan" },
  { name: "call_back", to: "/call-backs/new", field: "at", right: "sales.call_back:arrange" },
  { name: "appointment", to: "/schedules/new", field: "starts_at", right: "messaging.schedule:create" },
] as const;
const MORNING = "T09:00:00";

interface Props {
  day: string;
  text: string;
  isOpen: boolean;
  onOpen: (isOpen: boolean) => void;
}

export function DayMenu({ day, text, isOpen, onOpen }: Props) {
  const { t } = useTranslation();
  const dates = useDates();
  const may = useMay();
  const [params] = useSearchParams();
  const alone = new URLSearchParams(params);
  alone.set("view", "day");
  alone.set("day", day);
  const button = (
    <UnstyledButton
      className={classes.number}
      aria-label={t("calendar.plan_on", { day: dates.whole(day) })}
      aria-haspopup="menu"
      onClick={() => onOpen(!isOpen)}
    >
      {text}
    </UnstyledButton>
  );
  if (!isOpen) return button;
  return (
    <Menu opened onClose={() => onOpen(false)} position="bottom-start">
      <Menu.Target>{button}</Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{dates.whole(day)}</Menu.Label>
        {PLANS.filter((each) => may(each.right)).map((each) => (
          <Menu.Item
            key={each.name}
            component={Link}
            to={`${each.to}?${new URLSearchParams({ [each.field]: new Date(`${day}${MORNING}`).toISOString() })}`}
          >
            {t(`calendar_plans.${each.name}`)}
          </Menu.Item>
        ))}
        <Menu.Item component={Link} to={`?${alone}`}>
          {t("calendar.show_day")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
