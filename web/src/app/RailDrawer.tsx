import { Drawer } from "@mantine/core";
import { useEffect, useState } from "react";
import { Mark } from "@/components/Mark";
import { Rail } from "./Rail";

/** The rail of a phone; it slides in once it is loaded. */
export default function RailDrawer({ onClose }: { onClose: () => void }) {
  const [isOpen, setOpen] = useState(false);
  useEffect(() => setOpen(true), []);
  return (
    <Drawer opened={isOpen} onClose={onClose} size={270} title={<Mark />}>
      <Rail onGo={onClose} />
    </Drawer>
  );
}
